import { changeSettings, currentSettings } from '../../services/settings.ts';
import { type Handlers, onWorkspace } from '../handler.ts';

export const settingsHandlers: Handlers<'settings.get' | 'settings.set'> = {
  'settings.get': onWorkspace(currentSettings),
  'settings.set': onWorkspace((workspace, changes, { deps }) => changeSettings(workspace, deps.bus, changes)),
};
