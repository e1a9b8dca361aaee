// Pictures dropped anywhere on a pane, or pasted.

/** Hands the files to `take(files, node)`; `node` is what they were dropped or pasted on. */
export function acceptFiles(panes, take) {
  const mark = (target) => panes.forEach((pane) => pane.classList.toggle("is-target", pane === target));
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");

  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    mark(event.target.closest?.(".pane") ?? panes[0]);
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) mark(null);
  });
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    mark(null);
    take(event.dataTransfer.files, event.target);
  });
  document.addEventListener("paste", (event) => {
    const files = event.clipboardData?.files;
    if (!files?.length) return;
    event.preventDefault();
    take(files, document.activeElement);
  });
}
