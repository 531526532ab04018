import type { WorkbenchPorts } from './ports.ts';

/** What a hub is told of this computer, for the people who list devices. */
export const thisDevice = ({
  deviceName,
  platform,
}: Pick<WorkbenchPorts, 'deviceName' | 'platform'>): {
  readonly name: string;
  readonly platform: string;
} => ({
  name: deviceName.slice(0, 120) || 'computer',
  platform: platform.slice(0, 60),
});
