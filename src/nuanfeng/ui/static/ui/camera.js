// The camera and what reads codes in its picture. The reader is fetched when the camera starts.

const LOOK_EVERY = 120;
const WANTED = { audio: false, video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } } };

// Why there is no picture: "absent", "denied", "busy" or "insecure".
export class NoCamera extends Error {}

async function nativeReader() {
  if (!("BarcodeDetector" in self)) return null;
  try {
    const formats = await self.BarcodeDetector.getSupportedFormats();
    return formats.includes("qr_code") ? new self.BarcodeDetector({ formats: ["qr_code"] }) : null;
  } catch {
    return null; // phones sold without the maker's services offer it and cannot do it
  }
}

// Both addresses name a release of the file, so a phone fetches them once.
async function ownReader({ script, wasm }) {
  const { BarcodeDetector, prepareZXingModule } = await import(script);
  prepareZXingModule({ overrides: { locateFile: () => wasm } });
  return new BarcodeDetector({ formats: ["qr_code"] });
}

async function openCamera() {
  if (!self.isSecureContext) throw new NoCamera("insecure");
  if (!navigator.mediaDevices?.getUserMedia) throw new NoCamera("absent");
  try {
    return await navigator.mediaDevices.getUserMedia(WANTED);
  } catch (why) {
    const reasons = { NotAllowedError: "denied", SecurityError: "denied", NotReadableError: "busy", AbortError: "busy" };
    throw new NoCamera(reasons[why.name] || "absent");
  }
}

// Shows the camera in `video` and calls `onCode(text)` for what it reads while `mayRead()` is true.
// Resolves to { stop, torch } once the picture runs; torch is null where the phone has no lamp.
export async function startCamera({ video, reader, onCode, mayRead, onEnd }) {
  const stream = await openCamera();
  video.srcObject = stream;
  await video.play();
  let detector = await nativeReader() ?? await ownReader(reader);
  let isRunning = true;
  const [track] = stream.getVideoTracks();
  const stop = () => {
    isRunning = false;
    for (const each of stream.getTracks()) each.stop();
    video.srcObject = null;
  };
  track.addEventListener("ended", () => isRunning && (stop(), onEnd()));

  async function look() {
    if (!isRunning) return;
    if (mayRead() && video.readyState >= 2) {
      try {
        const [found] = await detector.detect(video);
        if (found && isRunning && mayRead()) onCode(found.rawValue);
      } catch {
        detector = await ownReader(reader).catch(() => detector);
      }
    }
    setTimeout(look, LOOK_EVERY);
  }
  look();
  return { stop, torch: torchOf(track) };
}

function torchOf(track) {
  if (!track.getCapabilities?.().torch) return null;
  return (isOn) => track.applyConstraints({ advanced: [{ torch: isOn }] });
}
