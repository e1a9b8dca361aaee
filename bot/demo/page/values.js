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
    /** Those of controls and options that are still there: the app may have changed them. */
    of(shown) {
      const found = {};
      for (const block of shown) {
        for (const part of partsOf(block)) {
          const chosen = blocks[block.block_id]?.[part.action_id];
          if (chosen && isOffered(part, chosen)) {
            found[block.block_id] = { ...found[block.block_id], [part.action_id]: chosen };
          }
        }
      }
      return found;
    },
  };
}

function isOffered(part, { selected_option: one, selected_options: several = [] }) {
  const options = part.options ?? part.option_groups?.flatMap((group) => group.options) ?? [];
  return [one, ...several].filter(Boolean).every(({ value }) => options.some((option) => option.value === value));
}

function partsOf(block) {
  return [...(Array.isArray(block.elements) ? block.elements : []), block.accessory, block.element]
    .filter((part) => part?.action_id);
}
