// Moving cards on a board, with the pointer or the keyboard, and the one menu and dialog that all cards share. Without
// script a card's moves are a page of their own, and several people move through the form above the board.

import { say } from "./say.js";

interface Card {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly element: HTMLElement;
}

let held: { readonly card: Card; readonly from: HTMLElement } | null = null;

export function startBoard(): void {
  if (area() === null) return;
  prepare();
  document.addEventListener("htmx:afterSwap", prepare);
  document.addEventListener("click", choose);
  document.addEventListener("submit", move);
  document.addEventListener("change", count);
  document.addEventListener("keydown", steer);
  document.addEventListener("dragstart", lift);
  document.addEventListener("dragover", hover);
  document.addEventListener("drop", drop);
  document.addEventListener("dragend", () => shade(null));
}

function area(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-board]");
}

/** Cards can be dragged and picked up only where there is a script to do it. */
function prepare(): void {
  for (const card of document.querySelectorAll<HTMLElement>("[data-card]")) card.draggable = true;
  for (const grip of document.querySelectorAll<HTMLElement>("[data-grip]")) grip.hidden = false;
}

function cardOf(inside: EventTarget | null): Card | null {
  const element = inside instanceof Element ? inside.closest<HTMLElement>("[data-card]") : null;
  if (element === null) return null;
  const { name = "", version = "" } = element.dataset;
  return { id: element.id.replace(/^a-/, ""), name, version, element };
}

function columnOf(inside: EventTarget | null): HTMLElement | null {
  return inside instanceof Element ? inside.closest<HTMLElement>("[data-stage]") : null;
}

function label(column: HTMLElement | null): string {
  return column?.dataset["label"] ?? "";
}

function announce(key: string, values: Record<string, string | number> = {}): void {
  const status = document.querySelector("#board-says");
  if (status !== null) status.textContent = say(area(), `say${key}`, values);
}

function choose(event: MouseEvent): void {
  if (!(event.target instanceof Element) || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
  const link = event.target.closest<HTMLAnchorElement>("a[data-moves]");
  const card = cardOf(link);
  if (link !== null && card !== null) {
    event.preventDefault();
    openMenu(card, link);
  }
  if (event.target.closest("[data-reject]") !== null) openDialog();
  const grip = event.target.closest<HTMLElement>("[data-grip]");
  if (grip !== null) pickUpOrDown(grip);
}

/** The menu is filled in for this card: its address, its version, and every stage but the one it is in. */
function openMenu(card: Card, opener: HTMLElement): void {
  const menu = document.querySelector<HTMLElement>("#moves");
  const form = menu?.querySelector("form");
  if (menu == null || form == null) return;
  const here = columnOf(card.element)?.dataset["stage"];
  form.action = `/staff/applications/${card.id}/move`;
  fill(form, card);
  for (const button of form.querySelectorAll("button")) button.hidden = button.value === here;
  menu.dataset["card"] = card.element.id;
  menu.showPopover({ source: opener });
  menu.querySelector<HTMLButtonElement>("button:not([hidden])")?.focus();
}

function fill(form: HTMLFormElement, card: Card): void {
  const version = form.querySelector<HTMLInputElement>("[name=version]");
  if (version !== null) version.value = card.version;
}

function menuCard(): Card | null {
  const menu = document.querySelector<HTMLElement>("#moves");
  return cardOf(document.getElementById(menu?.dataset["card"] ?? ""));
}

/** Rejecting is never one click: who decides writes why. */
function openDialog(): void {
  const card = menuCard();
  const dialog = document.querySelector<HTMLDialogElement>("#reject");
  const form = dialog?.querySelector("form");
  if (card === null || dialog === null || form == null) return;
  document.querySelector<HTMLElement>("#moves")?.hidePopover();
  form.action = `/staff/applications/${card.id}/reject`;
  fill(form, card);
  setText(dialog, "h2", say(area(), "sayReject", { name: card.name }));
  setText(dialog, "[data-reads]", say(area(), "sayReads", { name: card.name }));
  dialog.showModal();
}

function setText(within: Element, selector: string, text: string): void {
  const found = within.querySelector(selector);
  if (found !== null) found.textContent = text;
}

function move(event: SubmitEvent): void {
  const card = menuCard();
  const button = event.submitter;
  if (!(event.target instanceof Element) || event.target.closest("#moves") === null) return;
  if (card === null || !(button instanceof HTMLButtonElement)) return;
  event.preventDefault();
  document.querySelector<HTMLElement>("#moves")?.hidePopover();
  const column = document.querySelector<HTMLElement>(`[data-stage="${button.value}"]`);
  if (column !== null) void send(card, column);
}

/** Ask the server; until it has agreed the card is dashed. Its answer is the board as it is then. */
async function send(card: Card, column: HTMLElement): Promise<void> {
  const form = document.querySelector<HTMLFormElement>("#moves form");
  const stage = column.dataset["stage"];
  if (form === null || stage === undefined || columnOf(card.element) === column) return;
  place(card, column);
  const words = say(area(), "sayMoving", { stage: label(column) });
  setText(card.element, "[data-meta]", words);
  announce("Moving", { stage: label(column) });
  const body = new FormData(form);
  body.set("to", stage);
  body.set("version", card.version);
  try {
    const sent = new URLSearchParams([...body].map(([name, value]) => [name, String(value)]));
    const answer = await fetch(`/staff/applications/${card.id}/move`, { method: "POST", body: sent });
    if (!show(await answer.text(), card)) throw new Error("no board in the answer");
  } catch {
    card.element.classList.replace("is-moving", "is-failed");
    setText(card.element, "[data-meta]", say(area(), "sayFailed"));
    announce("Failed");
  }
}

function place(card: Card, column: HTMLElement): void {
  const list = column.querySelector("ul");
  column.querySelector<HTMLElement>(".empty")?.remove();
  if (list === null) return;
  list.hidden = false;
  list.prepend(card.element);
  card.element.classList.add("is-moving");
}

/** Put the board of an answer in place of this one, scrolled as it was, with the focus on the card that moved. */
function show(html: string, card: Card): boolean {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const [old, next] = [area(), fresh.querySelector("[data-board]")];
  if (old === null || next === null) return false;
  const left = old.querySelector(".board")?.scrollLeft ?? 0;
  old.replaceWith(next);
  prepare();
  next.querySelector(".board")?.scrollTo({ left });
  const toasts = document.querySelector("#toasts");
  toasts?.replaceChildren(...(fresh.querySelector("#toasts")?.children ?? []));
  document.getElementById(`a-${card.id}`)?.querySelector<HTMLElement>("[data-grip]")?.focus();
  document.dispatchEvent(new CustomEvent("board:shown"));
  return true;
}

function lift(event: DragEvent): void {
  const card = cardOf(event.target);
  if (card === null || event.dataTransfer === null) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.element.id);
}

function hover(event: DragEvent): void {
  const column = columnOf(event.target);
  if (column === null || area()?.contains(column) !== true) return;
  event.preventDefault();
  shade(column);
}

function shade(column: HTMLElement | null): void {
  for (const one of document.querySelectorAll("[data-stage].is-over")) one.classList.remove("is-over");
  column?.classList.add("is-over");
}

function drop(event: DragEvent): void {
  const column = columnOf(event.target);
  const card = cardOf(document.getElementById(event.dataTransfer?.getData("text/plain") ?? ""));
  shade(null);
  if (column === null || card === null) return;
  event.preventDefault();
  void send(card, column);
}

function pickUpOrDown(grip: HTMLElement): void {
  const card = cardOf(grip);
  if (card === null) return;
  if (held !== null) {
    putDown(true);
    return;
  }
  const from = columnOf(card.element);
  if (from === null) return;
  held = { card, from };
  grip.setAttribute("aria-pressed", "true");
  shade(from);
  announce("Picked", { name: card.name, stage: label(from) });
}

/** Move the held card to the stage it is over, or leave it where it was. */
function putDown(here: boolean): void {
  if (held === null) return;
  const { card, from } = held;
  const over = document.querySelector<HTMLElement>("[data-stage].is-over");
  held = null;
  shade(null);
  card.element.querySelector("[data-grip]")?.setAttribute("aria-pressed", "false");
  if (here && over !== null && over !== from) void send(card, over);
  else announce("Left", { name: card.name, stage: label(from) });
}

function steer(event: KeyboardEvent): void {
  if (held === null) return;
  if (event.key === "Escape" || event.key === "Tab") putDown(false);
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const columns = [...document.querySelectorAll<HTMLElement>("[data-stage]")];
  const now = columns.findIndex((column) => column.classList.contains("is-over"));
  const next = Math.min(Math.max(now + step, 0), columns.length - 1);
  const over = columns[next] ?? null;
  shade(over);
  over?.scrollIntoView({ block: "nearest", inline: "nearest" });
  announce("Over", { stage: label(over), place: next + 1, stages: columns.length });
}

function count(event: Event): void {
  if (!(event.target instanceof HTMLInputElement) || event.target.name !== "chosen") return;
  const chosen = document.querySelectorAll("[name=chosen]:checked").length;
  const status = document.querySelector("[data-chosen]");
  if (status !== null) status.textContent = say(area(), "sayChosen", { count: chosen });
}
