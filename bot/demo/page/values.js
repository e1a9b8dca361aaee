// What a person chose or typed in an app's controls and has not sent: {block id: {action id: {...}}}.

const kept = new Map();

/** The values of one message or view, by its key; they last as long as the page. */
export function valuesOf(key) {
  if (!kept.has(key)) kept.set(key, createValues());
  return kept.get(key);
}

export function forgetValues(key) {
  kept.delete(key);
}

function createValues() {
  const blocks = {};
  return {
    get: (block, part) => blocks[block.block_id]?.[part.action_id],
    set(block, part, chosen) {
      blocks[block.block_id] = { ...blocks[block.block_id], [part.action_id]: chosen };
    },
    /** Those of controls that are still there: a view may have changed meanwhile. */
    of(shown) {
      const there = shown.flatMap((block) =>
        partsOf(block).map((part) => [block.block_id, part.action_id])
          .filter(([blockId, actionId]) => blocks[blockId]?.[actionId]));
      const found = {};
      for (const [blockId, actionId] of there) {
        found[blockId] = { ...found[blockId], [actionId]: blocks[blockId][actionId] };
      }
      return found;
    },
  };
}

function partsOf(block) {
  return [...(Array.isArray(block.elements) ? block.elements : []), block.accessory, block.element]
    .filter((part) => part?.action_id);
}
