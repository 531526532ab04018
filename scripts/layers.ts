/**
 * Which folder may import which: the architecture, as a table. A file belongs to the longest folder named here; it may
 * import its own folder and those listed, nothing else. Packages are checked for `electron`, and for `node:` under
 * shared/ and renderer/.
 */
const sharedAll = [
  'shared/lib',
  'shared/domain',
  'shared/agreement',
  'shared/annotation',
  'shared/credential',
  'shared/hub-api',
  'shared/workbench-api',
];

export const layers: Readonly<Record<string, readonly string[]>> = {
  'shared/lib': [],
  'shared/domain': ['shared/lib'],
  'shared/agreement': ['shared/lib'],
  'shared/annotation': ['shared/lib', 'shared/domain'],
  'shared/credential': ['shared/lib', 'shared/domain'],
  'shared/hub-api': ['shared/lib', 'shared/domain', 'shared/annotation'],
  'shared/workbench-api': sharedAll,

  'main/core': sharedAll,
  'main/keys': [...sharedAll, 'main/core'],
  'main/evidence': [...sharedAll, 'main/core', 'main/keys'],
  'main/database': [...sharedAll, 'main/core', 'main/keys'],
  'main/hub-client': [...sharedAll, 'main/core'],
  // The worker's messages are the sample hub's; the hub itself runs in the worker.
  'main/workers': [...sharedAll, 'main/core', 'hub/sample/worker.ts'],
  'hub/sample/worker.ts': ['hub'],
  // Signing in with an OpenID Connect provider, and renewing that without the person.
  'main/identity': [...sharedAll, 'main/core', 'main/keys', 'main/database', 'main/hub-client'],
  'main/services': [
    ...sharedAll,
    'main/core',
    'main/keys',
    'main/database',
    'main/evidence',
    'main/hub-client',
    'main/identity',
  ],
  'main/sync': [...sharedAll, 'main/core', 'main/keys', 'main/database', 'main/evidence', 'main/hub-client'],
  // Checks and restores a profile that is closed: what the command line offers beside the running workbench.
  'main/upkeep': [...sharedAll, 'main/core', 'main/keys', 'main/database', 'main/evidence', 'main/services'],
  'main/api': [...sharedAll, 'main/core', 'main/services'],
  'main/workbench.ts': [
    ...sharedAll,
    'main/api',
    'main/core',
    'main/database',
    'main/evidence',
    'main/hub-client',
    'main/identity',
    'main/keys',
    'main/services',
    'main/sync',
  ],
  'main/host': [...sharedAll, 'main/core', 'main/workers'],
  'main/preload': [...sharedAll, 'main/host'],
  'main/shell': [...sharedAll, 'main/core', 'main/host', 'main/workers', 'main/workbench.ts'],
  'main/web': [...sharedAll, 'main/core', 'main/host'],
  'main/index.ts': ['main/shell'],
  'main/web.ts': [...sharedAll, 'main/core', 'main/host', 'main/web', 'main/workers', 'main/workbench.ts'],
  'main/cli': [
    ...sharedAll,
    'main/core',
    'main/host',
    'main/hub-client',
    'main/upkeep',
    'main/workers',
    'main/workbench.ts',
    'main/web.ts',
    'hub',
  ],

  'renderer/messages': ['shared/lib', 'shared/domain', 'shared/workbench-api', 'shared/hub-api'],
  'renderer/shortcuts': ['renderer/messages'],
  'renderer/bridge.ts': ['shared/lib', 'shared/workbench-api'],
  'renderer/ui': [...sharedAll, 'renderer/messages', 'renderer/shortcuts'],
  'renderer/charts': [...sharedAll, 'renderer/messages', 'renderer/ui'],
  'renderer/viewers': [...sharedAll, 'renderer/messages', 'renderer/shortcuts', 'renderer/ui'],
  'renderer/stores': [...sharedAll, 'renderer/messages', 'renderer/bridge.ts'],
  'renderer/features': [
    ...sharedAll,
    'renderer/charts',
    'renderer/messages',
    'renderer/shortcuts',
    'renderer/stores',
    'renderer/ui',
    'renderer/viewers',
  ],
  'renderer/app': [
    ...sharedAll,
    'renderer/charts',
    'renderer/features',
    'renderer/messages',
    'renderer/shortcuts',
    'renderer/stores',
    'renderer/ui',
    'renderer/viewers',
  ],

  'hub/core': sharedAll,
  'hub/database': [...sharedAll, 'hub/core'],
  'hub/blobs': [...sharedAll, 'hub/core'],
  'hub/context': [...sharedAll, 'hub/core', 'hub/database', 'hub/blobs'],
  'hub/services': [...sharedAll, 'hub/core', 'hub/context', 'hub/database', 'hub/blobs'],
  // Routes reach services only through auth/access: that is the one authorisation layer.
  'hub/auth': [...sharedAll, 'hub/core', 'hub/context', 'hub/database', 'hub/blobs', 'hub/services'],
  // The hub's own sign-in: an OpenID Connect provider over its accounts and their passwords.
  'hub/identity': [...sharedAll, 'hub/core', 'hub/context', 'hub/database', 'hub/auth'],
  'hub/routes': [...sharedAll, 'hub/core', 'hub/auth'],
  hub: [...sharedAll, 'hub'],
};

/** Only these may name the `electron` package. */
export const electronFolders = ['main/index.ts', 'main/shell', 'main/preload'];
