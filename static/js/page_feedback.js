/* <page-feedback> holds a form of buttons: a second tap while the first is on
   its way would count twice. Coming back to the page, she may answer again. */
customElements.define(
  "page-feedback",
  class extends HTMLElement {
    connectedCallback() {
      this.addEventListener("submit", this);
      window.addEventListener("pageshow", this);
    }

    disconnectedCallback() {
      window.removeEventListener("pageshow", this);
    }

    handleEvent(event) {
      if (event.type === "submit" && this.isSent) event.preventDefault();
      this.isSent = event.type === "submit";
    }
  },
);
