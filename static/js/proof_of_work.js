/* <proof-of-work data-challenge data-working data-solved> solves the challenge
   of one form (ALTCHA, version 2: PBKDF2 over a counter) and sends the form by
   itself. Where the browser cannot (no script, no https), the page says how
   long to wait instead. The browser does the sums outside of the page's own
   thread, so that the page stays alive. */
const AT_ONCE = 16;

const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const hexOf = (array) => Array.from(array, (byte) => byte.toString(16).padStart(2, "0")).join("");

async function derive({ nonce, salt, cost, keyLength }, counter) {
  const password = new Uint8Array(nonce.length / 2 + 4);
  password.set(bytes(nonce));
  new DataView(password.buffer).setUint32(nonce.length / 2, counter);
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost };
  return hexOf(new Uint8Array(await crypto.subtle.deriveBits(how, key, keyLength * 8)));
}

async function solve(parameters) {
  for (let first = 0; ; first += AT_ONCE) {
    const counters = Array.from({ length: AT_ONCE }, (_, step) => first + step);
    const keys = await Promise.all(counters.map((counter) => derive(parameters, counter)));
    const found = keys.findIndex((key) => key.startsWith(parameters.keyPrefix));
    if (found >= 0) return { counter: counters[found], derivedKey: keys[found] };
  }
}

customElements.define(
  "proof-of-work",
  class extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.form.addEventListener("submit", () => (this.isSent = true));
      /* Nobody finds her words by going back to this page. */
      addEventListener("pagehide", () => this.isSent && this.remove());
      if (globalThis.crypto?.subtle) this.work().catch(() => this.giveUp());
    }

    async work() {
      this.toggleAttribute("data-is-working", true);
      this.say(this.dataset.working);
      const challenge = JSON.parse(this.dataset.challenge);
      const solution = await solve(challenge.parameters);
      this.form.elements.proof.value = btoa(JSON.stringify({ challenge, solution }));
      this.say(this.dataset.solved);
      if (!this.isSent) this.form.requestSubmit();
    }

    giveUp() {
      this.toggleAttribute("data-is-working", false);
      this.say("");
    }

    say(words) {
      this.querySelector("[role=status]").textContent = words;
    }
  },
);
