/* <enquiry-form> forgets what was sent. A browser may keep the whole page in
   memory, words and key, and show it again on "back": then nothing must be
   there to read, and a new enquiry needs the key of a new page. */
customElements.define(
  "enquiry-form",
  class extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.form.addEventListener("submit", () => (this.isSent = true));
      addEventListener("pagehide", () => this.isSent && this.form.reset());
      addEventListener("pageshow", (event) => this.renew(event));
    }

    renew(event) {
      if (event.persisted && this.isSent) location.reload();
    }
  },
);
