// The camera of the scanner app: opened where it is allowed, else by a tap, and a sentence where there is none.

const byId = (id) => document.getElementById(id);

export class View {
  #camera = null;

  constructor({ words, onCode, mayRead, onTap }) {
    Object.assign(this, { words, onCode, mayRead, onTap });
    byId("start").addEventListener("click", () => this.#open());
  }

  async show() {
    byId("view").hidden = false;
    document.body.classList.add("has-camera");
    const permission = await navigator.permissions?.query({ name: "camera" }).catch(() => null);
    if (permission?.state === "granted") this.#open();
    else byId("start").hidden = false;
  }

  stop() {
    this.#camera?.stop();
  }

  async #open() {
    this.onTap();
    byId("start").hidden = true;
    this.#say(this.words.preparing);
    try {
      const { startCamera } = await import("../ui/camera.js");
      const mayRead = () => this.mayRead() && document.visibilityState === "visible";
      const { onCode, words } = this;
      this.#camera = await startCamera({ video: byId("video"), reader: words.reader, onCode, mayRead, onEnd: (why) => this.#gone(why) });
      byId("view-said").hidden = true;
    } catch (why) {
      this.#gone(why);
    }
  }

  #gone(why) {
    this.#camera = null;
    this.#say(this.words.camera[why?.message] || this.words.camera.absent);
    byId("start").hidden = false;
  }

  #say(sentence) {
    byId("view-said").textContent = sentence;
    byId("view-said").hidden = false;
  }
}
