/* <search-suggestions data-source data-label data-some data-none> offers pages as she types
   in its field. The form works the same without it, and when no answer comes. */
const PAUSE = 220;
const SHORTEST = 2;

customElements.define(
  "search-suggestions",
  class extends HTMLElement {
    connectedCallback() {
      this.input = this.querySelector("input");
      this.list = this.make("ul", { className: "search-form__list", id: `${this.input.id}-list`, role: "listbox", ariaLabel: this.dataset.label });
      this.spoken = this.make("p", { className: "visually-hidden", role: "status" });
      Object.assign(this.input, { role: "combobox", ariaAutoComplete: "list" });
      this.input.setAttribute("aria-controls", this.list.id);
      this.close();
      this.input.addEventListener("input", () => this.ask());
      this.addEventListener("keydown", (event) => this.press(event));
      this.addEventListener("focusout", () => this.close());
      /* The field keeps the focus while she chooses. */
      this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    }

    make(tag, values, parent = this) {
      return parent.appendChild(Object.assign(document.createElement(tag), values));
    }

    ask() {
      this.close();
      const words = new URLSearchParams({ q: this.input.value.trim() });
      const { signal } = (this.asked = new AbortController());
      const answer = () => fetch(`${this.dataset.source}?${words}`, { signal }).then((response) => response.json());
      const show = () => answer().then(({ suggestions }) => this.show(suggestions)).catch(() => {});
      if (words.get("q").length >= SHORTEST) this.timer = setTimeout(show, PAUSE);
    }

    show(found) {
      if (document.activeElement !== this.input) return;
      for (const [place, { title, kind, url }] of found.entries()) {
        const option = this.make("li", { className: "search-form__option", id: `${this.list.id}-${place}`, role: "option", ariaSelected: "false", textContent: `${title} ` }, this.list);
        option.addEventListener("click", () => location.assign(url));
        this.make("span", { className: "search-form__kind", textContent: kind }, option);
      }
      this.list.hidden = !found.length;
      this.input.ariaExpanded = String(found.length > 0);
      this.spoken.textContent = found.length ? `${found.length} ${this.dataset.some}` : this.dataset.none;
    }

    choose(step) {
      const options = [...this.list.children];
      const at = options.indexOf(this.chosen);
      const next = options.at(step < 0 && at < 1 ? -1 : (at + step) % options.length);
      for (const each of options) each.ariaSelected = String(each === next);
      this.chosen = next;
      this.input.setAttribute("aria-activedescendant", next.id);
      next.scrollIntoView({ block: "nearest" });
    }

    press(event) {
      const deeds = { ArrowDown: () => this.choose(1), ArrowUp: () => this.choose(-1), Escape: () => this.close() };
      const deed = event.key === "Enter" ? this.chosen && (() => this.chosen.click()) : deeds[event.key];
      if (this.list.hidden || event.isComposing || !deed) return;
      event.preventDefault();
      event.stopPropagation();
      deed();
    }

    close() {
      clearTimeout(this.timer);
      this.asked?.abort();
      this.chosen = null;
      this.list.hidden = true;
      this.list.replaceChildren();
      this.spoken.textContent = "";
      this.input.ariaExpanded = "false";
      this.input.removeAttribute("aria-activedescendant");
    }
  },
);
