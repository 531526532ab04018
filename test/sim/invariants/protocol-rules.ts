import { countUp } from '../world/counts.ts';
import type { SimDevice } from '../world/device.ts';
import { pathOf, type WireAnswer, type WireRequest } from '../world/net.ts';
import { report, type World } from '../world/world.ts';

export const QUIET = 'P1 Retry-After pauses all requests';
export const IF_RANGE = 'P2 a resumed file names its ETag';

/** A person's own act, with an answer of its own on the screen. */
const SIGN_IN = '/v1/sessions';

/** A workbench that was asked for quiet keeps it; what a person asks for, and requests under way, are not meant. */
export const noteRetryAfter = (
  world: World,
  device: SimDevice,
  request: WireRequest,
  { status, headers }: WireAnswer,
): void => {
  if (pathOf(request) === SIGN_IN) return;
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  if ((status !== 429 && status !== 503) || Number.isNaN(seconds)) return;
  const { cable } = device.run;
  cable.quietUntil = Math.max(cable.quietUntil, world.time.now() + seconds * 1000);
};

export const checkQuiet = (world: World, device: SimDevice, request: WireRequest): void => {
  if (pathOf(request) === SIGN_IN || device.run.cable.quietUntil === 0) return;
  countUp(world.checks, QUIET);
  const early = device.run.cable.quietUntil - world.time.now();
  if (early > 0) report(world, QUIET, `${device.name} asked for ${pathOf(request)} ${early} ms too early`);
};

type Row = { readonly manifest: string | null };

export const checkIfRange = (world: World, device: SimDevice, request: WireRequest): void => {
  if (request.headers.range === undefined) return;
  const sha256 = pathOf(request).split('/').at(-1) ?? '';
  const rows = device.run.workspace.db
    .prepare<Row>('SELECT manifest FROM device_downloads WHERE sha256 = ?')
    .all(sha256);
  // Two submissions may hold one file, and a request does not say for which it is.
  const [one] = rows;
  if (rows.length !== 1 || !one?.manifest) return;
  if ((JSON.parse(one.manifest) as { etag: string | null }).etag === null) return;
  countUp(world.checks, IF_RANGE);
  if (request.headers['if-range'] === undefined)
    report(world, IF_RANGE, `${device.name} asks for ${sha256} without it`);
};
