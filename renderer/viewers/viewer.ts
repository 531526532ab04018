import type { Ref } from 'react';
import type { ArtifactId } from '../../shared/domain/ids.ts';
import type { Locator } from '../../shared/domain/locator.ts';

/** One piece of evidence as a viewer needs it. `url` answers GET with Range; `captionsUrl` is a WebVTT file or null. */
export type ViewerSource = {
  readonly artifactId: ArtifactId;
  readonly label: string;
  readonly mediaType: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly url: string;
  readonly captionsUrl: string | null;
};

/** An annotation as a viewer shows it. `tone` is the criterion's place in the palette, 1–8; null: no criterion. */
export type ViewerMark = {
  readonly id: string;
  readonly locator: Locator;
  /** What a pointer or a screen reader is told, for example "B 0:41 Names the strategy". */
  readonly title: string;
  /** The criteria's letters, the second mark beside the colour. */
  readonly letters: string;
  readonly tone: number | null;
};

export type ViewerAction =
  | 'play-pause'
  | 'pause'
  | 'seek-back'
  | 'seek-forward'
  | 'frame-back'
  | 'frame-forward'
  | 'slower'
  | 'faster'
  | 'mute'
  | 'captions'
  | 'transcript'
  /** Begins or ends a range at the current position, which `describe` then gives. */
  | 'set-start'
  | 'set-end'
  /** Plays the range, or the citation at the current position, over and over; again: stops that. */
  | 'loop'
  | 'next-page'
  | 'previous-page'
  | 'zoom-in'
  | 'zoom-out'
  | 'zoom-fit'
  | 'rotate'
  | 'find'
  | 'find-next'
  | 'find-previous'
  | 'thumbnails'
  /** Begins marking an area, by pointer or with the arrow keys. */
  | 'mark-area'
  /** Forgets the selection, the range or the area that `describe` gave: it was cited. */
  | 'clear-place';

/**
 * How a mark was anchored in the file that is open: where it was made; found again elsewhere or with other words
 * around or in it; or not at all (an orphan, which the desk lists with its quote).
 */
export type AnchorState = 'found' | 'moved' | 'lost';

/** What every viewer can do, whatever it shows. */
export type ViewerHandle = {
  /** The place being looked at, or the selection in it. */
  describe(): Locator;
  /** Goes to a place. False when it is no longer found; then the viewer shows the nearest thing to it. */
  reveal(locator: Locator): boolean;
  /** The annotations to mark, in place of the ones before. */
  highlight(marks: readonly ViewerMark[]): void;
  /** False when this viewer has no such action. */
  perform(action: ViewerAction): boolean;
};

/** How the reviewer likes media played. A viewer reports a change; who keeps it is not its business. */
export type PlaybackPreferences = {
  readonly rate: number;
  readonly captions: boolean;
  /** Whether the words of the captions are shown beside what plays. */
  readonly transcript: boolean;
  readonly onRate: (rate: number) => void;
  readonly onCaptions: (captions: boolean) => void;
  readonly onTranscript: (transcript: boolean) => void;
};

export type ViewerProps = {
  readonly ref: Ref<ViewerHandle>;
  readonly source: ViewerSource;
  readonly playback: PlaybackPreferences;
  /** Whether places in it can be cited now. */
  readonly citable: boolean;
  /** A mark was chosen with the pointer or the keyboard. */
  readonly onPick: (markId: string) => void;
  /** A mark was dragged to another place. Null: marks cannot be moved now. */
  readonly onMove: ((markId: string, locator: Locator) => void) | null;
  /** How the marks given to `highlight` were anchored; told again whenever that changes. Marks not named: not known yet. */
  readonly onAnchors: (states: ReadonlyMap<string, AnchorState>) => void;
  /** Something was watched, heard or moved: the reviewer is at work. */
  readonly onActivity: () => void;
};
