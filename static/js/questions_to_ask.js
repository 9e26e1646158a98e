/* <questions-to-ask> makes boxes to tick of a list of questions, and prints them.
   The ticks are kept under the page's address in this browser, and nowhere else;
   where it keeps nothing they last as long as the page. */
let number = 0;

customElements.define(
  "questions-to-ask",
  class extends HTMLElement {
    connectedCallback() {
      if (this.boxes) return;
      this.name = `questions-to-ask ${location.pathname} ${this.querySelector("h3").textContent}`;
      this.boxes = [...this.querySelectorAll("li")].map((item) => this.makeBox(item));
      this.querySelector("ul").setAttribute("role", "list");
      this.append(this.querySelector("template").content.cloneNode(true));
      const unused = this.tick(this.stored()) ? "refused" : "kept";
      this.querySelector(`[data-when="${unused}"]`).remove();
      this.addEventListener("change", () => this.store());
      this.addEventListener("click", (event) => this[event.target.dataset.does]?.());
    }

    makeBox(item) {
      const box = document.createElement("input");
      const label = document.createElement("label");
      box.type = "checkbox";
      box.value = item.textContent;
      box.id = label.htmlFor = `question-${++number}`;
      label.className = "choice__label";
      label.append(...item.childNodes);
      item.classList.add("choice");
      item.append(box, label);
      return box;
    }

    /* Returns whether the browser can keep ticks. */
    tick(texts) {
      for (const box of this.boxes) box.checked = Boolean(texts?.includes?.(box.value));
      return texts !== undefined;
    }

    /* The ticked questions; undefined where the browser refuses to keep anything. */
    stored() {
      try {
        return JSON.parse(localStorage.getItem(this.name) ?? "[]");
      } catch {
        return undefined;
      }
    }

    store() {
      const texts = this.boxes.filter((box) => box.checked).map((box) => box.value);
      try {
        if (texts.length) localStorage.setItem(this.name, JSON.stringify(texts));
        else localStorage.removeItem(this.name);
      } catch {
        return;
      }
    }

    clear() {
      this.tick([]);
      this.store();
      const status = this.querySelector("[role=status]");
      status.textContent = status.dataset.cleared;
      setTimeout(() => (status.textContent = ""), 5000);
    }

    /* The print style shows this list alone while it has this class. */
    print() {
      this.classList.add("questions-to-ask--printed");
      addEventListener("afterprint", () => this.classList.remove("questions-to-ask--printed"), { once: true });
      window.print();
    }
  },
);
