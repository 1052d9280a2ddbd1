// Scanning is quicker than typing; without it the page is a form like any other.
import { startCamera } from "../ui/camera.js";

const button = document.getElementById("scan");
const video = document.getElementById("camera");
const note = document.getElementById("camera-note");
const form = document.getElementById("arrival");

if (button && form) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.hidden = true;
    video.hidden = false;
    let isRead = false;
    try {
      await startCamera({
        video,
        reader: { script: button.dataset.reader, wasm: button.dataset.wasm },
        mayRead: () => !isRead,
        onCode: (text) => {
          isRead = true;
          form.elements.code.value = text;
          form.requestSubmit();
        },
        onEnd: () => { video.hidden = true; button.hidden = false; },
      });
    } catch {
      video.hidden = true;
      note.textContent = note.dataset.words;
      note.hidden = false;
      form.elements.code.focus();
    }
  });
}
