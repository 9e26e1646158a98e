// What is typed into the list's search goes into an address, and so would a person's name:
// let only a whole reference go.
function hold(event) {
  const box = event.target.form?.querySelector("[data-whole-reference]");
  if (!box || box.checkValidity()) {
    return;
  }
  if (event.target !== box) {
    box.value = "";
    return;
  }
  event.stopImmediatePropagation();
  if (event.type === "change") {
    box.reportValidity();
  }
}

document.addEventListener("input", hold, true);
document.addEventListener("change", hold, true);
