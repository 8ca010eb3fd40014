// OData Protocol 4.01, section 5.2 "Model Versioning": what of an overlay the new document makes unnecessary.
import type { OverlayEffect } from '../../csdl/overlay/overlay.ts';
import type { SchemaChange } from './schema-change.ts';

/** What the overlay changed in the old document and changes no more in the new one. */
export function unnecessaryOverlays(
  before: readonly OverlayEffect[],
  after: readonly OverlayEffect[],
): SchemaChange[] {
  const needed = new Set(before.filter(({ changes }) => changes).map(keyOf));
  return after
    .filter((effect) => !effect.changes && needed.has(keyOf(effect)))
    .map(({ action, path }) => ({
      rule: 'overlay-unnecessary',
      element: 'Overlay',
      path,
      breaks: 'nothing',
      message:
        action === 'remove'
          ? `${path} is gone from the document itself: the overlay need not remove it any more.`
          : `The document itself says of ${path} what the overlay says: that part of the overlay is not needed any more.`,
    }));
}

// What had to be added may be there now, though other than the overlay says: then it is replaced.
function keyOf({ action, path }: OverlayEffect): string {
  return `${action === 'remove'} ${path}`;
}
