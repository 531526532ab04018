/** The regions that F6 goes through, in reading order. An element names its region with `data-region`. */
export type Region = 'evidence' | 'stage' | 'citations' | 'rubric';

const focusable =
  'iframe,[tabindex="0"],button:not([disabled]):not([tabindex="-1"]),input:not([disabled]),select:not([disabled]),textarea:not([disabled]),a[href]';

const regionsOf = (screen: HTMLElement): HTMLElement[] => [
  ...screen.querySelectorAll<HTMLElement>('[data-region]'),
];

const visible = (element: HTMLElement): boolean => element.offsetParent !== null;

/** Puts the focus into a region: on its marked entry, else on the first thing in it that takes the focus. */
const enter = (region: HTMLElement): boolean => {
  const entries = [
    ...region.querySelectorAll<HTMLElement>('[data-entry]'),
    ...region.querySelectorAll<HTMLElement>(focusable),
  ];
  const entry = entries.find(visible);
  entry?.focus();
  return entry !== undefined;
};

export const enterRegion = (screen: HTMLElement | null, name: Region): void => {
  const region =
    screen === null ? undefined : regionsOf(screen).find(({ dataset }) => dataset.region === name);
  if (region !== undefined) enter(region);
};

/** The next region after the one with the focus, in a direction; empty ones are passed over. */
export const moveRegion = (screen: HTMLElement | null, direction: -1 | 1): void => {
  if (screen === null) return;
  const regions = regionsOf(screen);
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const start = at === -1 && direction === -1 ? 0 : at;
  for (let step = 1; step <= regions.length; step += 1) {
    const region = regions[(start + direction * step + regions.length * 2) % regions.length];
    if (region !== undefined && enter(region)) return;
  }
};

/** Frames to wait for a closing dialog to let go of the focus. */
const patience = 30;

/** Puts the focus on something once no dialog holds it; a dialog that closes first gives it back to where it was. */
export const focusSoon = (find: () => HTMLElement | null): void => {
  const attempt = (left: number): void => {
    const dialogOpen = document.querySelector('[role="dialog"],[role="alertdialog"]') !== null;
    const target = dialogOpen ? null : find();
    target?.focus();
    const stays = target !== null && document.activeElement === target;
    if (left > 0 && !stays) requestAnimationFrame(() => attempt(left - 1));
  };
  requestAnimationFrame(() => attempt(patience));
};

/** Puts the focus on a text at its end, where writing goes on. */
export const focusAtEnd = (field: HTMLElement | null): void => {
  field?.focus();
  if (field instanceof HTMLTextAreaElement) field.setSelectionRange(field.value.length, field.value.length);
};
