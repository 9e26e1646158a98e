/* <character-count data-longest data-left data-over> tells how much of its
   textarea is left. Counts as the server does: code points, a new line as one.
   The limit is told, never enforced by cutting what was pasted. */
const PAUSE_BEFORE_SPEAKING = 800;

customElements.define(
  "character-count",
  class extends HTMLElement {
    connectedCallback() {
      this.field = this.querySelector("textarea");
      this.seen = this.querySelector(".character-count__left");
      this.field.removeAttribute("maxlength");
      this.seen.setAttribute("aria-hidden", "true");
      this.append(this.makeSpoken());
      this.field.addEventListener("input", () => this.show());
      this.show();
    }

    makeSpoken() {
      this.spoken = document.createElement("p");
      this.spoken.className = "visually-hidden";
      this.spoken.setAttribute("role", "status");
      return this.spoken;
    }

    get left() {
      return Number(this.dataset.longest) - [...this.field.value].length;
    }

    get words() {
      const lead = this.left < 0 ? this.dataset.over : this.dataset.left;
      return lead + Math.abs(this.left).toLocaleString(document.documentElement.lang);
    }

    show() {
      this.seen.textContent = this.words;
      this.seen.toggleAttribute("data-over", this.left < 0);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.speak(), PAUSE_BEFORE_SPEAKING);
    }

    /* Spoken only when little is left: a number after each word would be noise. */
    speak() {
      const isNear = this.left < Number(this.dataset.longest) / 10;
      this.spoken.textContent = isNear ? this.words : "";
    }
  },
);
