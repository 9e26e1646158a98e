/* <site-menu> holds the menu's `details`. Escape closes it and gives the focus
   back to its button; so does leaving it with the keyboard. */
customElements.define(
  "site-menu",
  class extends HTMLElement {
    connectedCallback() {
      this.addEventListener("keydown", this);
      this.addEventListener("focusout", this);
    }

    get details() {
      return this.querySelector("details");
    }

    handleEvent(event) {
      if (!this.details?.open) return;
      if (event.type === "focusout") this.closeWhenLeft(event.relatedTarget);
      if (event.key === "Escape") {
        this.details.open = false;
        this.details.querySelector("summary").focus();
      }
    }

    closeWhenLeft(target) {
      if (target && !this.contains(target)) this.details.open = false;
    }
  },
);
