// One short sound and one buzz per answer, told apart without looking: two rising, two low, one long.

const TUNES = {
  go: [[660, 0, 0.1], [990, 0.12, 0.16]],
  doubt: [[330, 0, 0.13], [330, 0.2, 0.13]],
  grey: [[200, 0, 0.45]],
};
const BUZZES = { go: [60], doubt: [90, 70, 90], grey: [300] };

let speaker;

// Browsers let a page sound only after a touch.
export function wakeSound() {
  const Speaker = self.AudioContext || self.webkitAudioContext;
  if (!Speaker) return;
  speaker ??= new Speaker();
  if (speaker.state === "suspended") speaker.resume().catch(() => {});
}

export function play(tone) {
  navigator.vibrate?.(BUZZES[tone]);
  if (speaker?.state !== "running") return;
  for (const [pitch, start, length] of TUNES[tone]) {
    const from = speaker.currentTime + start;
    const voice = speaker.createOscillator();
    const volume = speaker.createGain();
    voice.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, from);
    volume.gain.exponentialRampToValueAtTime(0.4, from + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.0001, from + length);
    voice.connect(volume).connect(speaker.destination);
    voice.start(from);
    voice.stop(from + length + 0.02);
  }
}
