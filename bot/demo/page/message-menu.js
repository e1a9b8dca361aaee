// What a person can do with a message or a file of it, as menus.

import { openMenu } from "/page/popup.js";

/** Shortcuts of the app, then what its author or an admin may do. `view` as `messageArticle` takes it. */
export function openMessageMenu(button, message, view) {
  const isMine = message.user === view.me;
  const shortcuts = view.shortcuts.map((shortcut) => ({
    label: shortcut.name, note: view.appName, act: () => view.do.shortcut(message, shortcut),
  }));
  const own = [
    isMine && { label: "Edit message", act: () => view.do.edit(message) },
    (isMine || view.isAdmin) && { label: "Delete message", isDanger: true, act: () => view.do.remove(message) },
  ].filter(Boolean);
  openMenu(button, "More actions", shortcuts.length && own.length ? [...shortcuts, null, ...own] : [...shortcuts, ...own]);
}

/** What the author of a picture may do with it. */
export function openFileMenu(button, message, file, view) {
  openMenu(button, `Actions for ${file.name}`, [
    file.mimetype?.startsWith("image/") && {
      label: file.alt_txt ? "Edit description" : "Add description", note: "Alt text",
      act: () => view.do.describe(file),
    },
    { label: "Remove from message", act: () => view.do.removeFile(message, file), isDanger: true },
    { label: "Delete file", act: () => view.do.deleteFile(file), isDanger: true },
  ].filter(Boolean));
}
