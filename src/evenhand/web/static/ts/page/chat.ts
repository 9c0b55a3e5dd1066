// Shows an answer of the coach as it is written. The line is an EventSource: after it was lost the browser comes back
// by itself, with the id of the last event, and the server goes on from there.

export function startChat(): void {
  const answer = document.querySelector<HTMLElement>("[data-answer]");
  const text = answer?.querySelector<HTMLElement>("[data-text]");
  const status = answer?.querySelector<HTMLElement>("[data-status]");
  if (!answer?.dataset.answer || !text || !status) return;
  text.textContent = ""; // the line begins at the beginning
  const line = new EventSource(answer.dataset.answer);
  line.onmessage = (event: MessageEvent<string>) => {
    if (event.data === "[DONE]") return;
    text.append(JSON.parse(event.data) as string);
  };
  line.addEventListener("over", () => {
    line.close();
    answer.removeAttribute("aria-busy");
    status.textContent = status.dataset.ready ?? "";
    window.location.reload(); // with its sources, remark and form
  });
  line.onerror = () => {
    if (line.readyState === EventSource.CLOSED) status.textContent = status.dataset.lost ?? "";
  };
}
