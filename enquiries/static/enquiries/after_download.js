// A download leaves its page as it is. What was wrong with the try before goes when the next
// one starts, and the password goes when it has been sent.
document.addEventListener("submit", ({ target: form }) => {
  const told = form.closest("main").querySelectorAll(".messages, .help-critical, .w-field__errors");
  for (const each of told) {
    each.replaceChildren();
  }
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.closest(".w-field").classList.remove("w-field--error");
  }
  setTimeout(() => {
    for (const password of form.querySelectorAll("[type=password]")) {
      password.value = "";
    }
  });
});
