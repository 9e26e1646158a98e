/* <error-summary> takes the focus when the page opens, so that a screen reader
   starts with what is wrong. */
customElements.define(
  "error-summary",
  class extends HTMLElement {
    connectedCallback() {
      this.focus();
    }
  },
);
