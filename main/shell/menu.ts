import { type ContextMenuParams, Menu, type MenuItemConstructorOptions, type WebContents } from 'electron';
import { shellMessages } from './shell-messages.ts';

/** The application menu: what the system provides by role. The app's own commands live in its command palette. */
export const installMenu = (platform: NodeJS.Platform, packaged: boolean): void => {
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
    ...(packaged ? [] : ([{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }] as const)),
  ];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(platform === 'darwin' ? ([{ role: 'appMenu' }] as const) : ([{ role: 'fileMenu' }] as const)),
      { role: 'editMenu' },
      { role: 'viewMenu', submenu: view },
      { role: 'windowMenu' },
    ]),
  );
};

const spellingItems = (contents: WebContents, params: ContextMenuParams): MenuItemConstructorOptions[] => {
  if (params.misspelledWord === '') return [];
  const suggestions = params.dictionarySuggestions.map(
    (label): MenuItemConstructorOptions => ({ label, click: () => contents.replaceMisspelling(label) }),
  );
  return [
    ...(suggestions.length > 0 ? suggestions : [{ label: shellMessages.noSuggestions, enabled: false }]),
    {
      label: shellMessages.addToDictionary,
      click: () => void contents.session.addWordToSpellCheckerDictionary(params.misspelledWord),
    },
    { type: 'separator' },
  ];
};

/** The menu of the right mouse button: spelling suggestions and editing in text fields, copying elsewhere. */
export const installContextMenu = (contents: WebContents): void => {
  contents.on('context-menu', (_event, params) => {
    const editing: MenuItemConstructorOptions[] = params.isEditable
      ? [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }]
      : params.selectionText === ''
        ? []
        : [{ role: 'copy' }];
    const items = [...spellingItems(contents, params), ...editing];
    if (items.length > 0) Menu.buildFromTemplate(items).popup();
  });
};
