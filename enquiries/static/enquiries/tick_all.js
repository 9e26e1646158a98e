// The box in the head of the list ticks all that the page shows, or none.
document.addEventListener("change", ({ target }) => {
  const boxes = [...document.querySelectorAll("input[name=id][form=enquiry-bulk]")];
  const all = document.querySelector("[data-tick-all]");
  if (target === all) {
    for (const box of boxes) {
      box.checked = all.checked;
    }
  } else if (boxes.includes(target)) {
    all.checked = boxes.every((box) => box.checked);
  }
});
