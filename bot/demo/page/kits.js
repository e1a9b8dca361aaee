// What blocks are drawn with: names, pictures, the values a person chose, and the way of a press.

import { act } from "/page/live.js";
import { valuesOf } from "/page/values.js";

/** Gives {message(channel, message), view(view)}. `did(answering)` shows a refusal. */
export function createKits({ store, did }) {
  const shared = {
    names: store.names,
    choices: (kind) => store.choices(kind),
    picture: (reference) => (reference.startsWith("F") ? `/page/thumbs/${reference}` : reference),
  };

  const newest = new Map(); // blocks by key: a control drawn earlier sends what belongs to those of now

  function kit(key, blocks, place) {
    const values = valuesOf(key);
    newest.set(key, blocks);
    const press = (block_id, action_id, chosen) =>
      did(act("interactions", { ...place, block_id, action_id, chosen, values: values.of(newest.get(key)) }));
    return { ...shared, values, press };
  }

  return {
    message(channel, message) {
      const inner = (message.attachments ?? []).flatMap(({ blocks }) => blocks ?? []);
      return kit(`${channel} ${message.ts}`, [...(message.blocks ?? []), ...inner], { channel, message_ts: message.ts });
    },
    view: (view) => kit(view.id, view.blocks, { view_id: view.id }),
  };
}
