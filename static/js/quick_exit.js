/* <quick-exit> leaves without a trace in this tab's history: the page that she
   was on is replaced, so that "back" does not lead to it again. */
customElements.define(
  "quick-exit",
  class extends HTMLElement {
    connectedCallback() {
      this.querySelector("a").addEventListener("click", (event) => {
        event.preventDefault();
        location.replace(event.currentTarget.href);
      });
    }
  },
);
