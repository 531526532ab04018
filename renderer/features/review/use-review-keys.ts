import type { RefObject } from 'react';
import { flushSync } from 'react-dom';
import { allowedScores, type Criterion } from '../../../shared/domain/rubric.ts';
import { useShortcut } from '../../shortcuts/shortcut-context.tsx';
import type { ViewerAction } from '../../viewers/viewer.ts';
import type { Desk, Fold } from './desk-context.tsx';
import { enterRegion, focusAtEnd, moveRegion } from './regions.ts';
import { scoreOfDigit, toggleHalf } from './score-keys.ts';
import { useNextAssignment } from './use-next-assignment.ts';

type Screen = RefObject<HTMLElement | null>;

/** Puts the focus on a field of the rubric, by its `data-field`. */
const focusField = (screen: Screen, field: string): void => {
  focusAtEnd(
    screen.current?.querySelector<HTMLElement>(`[data-region="rubric"] [data-field="${field}"]`) ?? null,
  );
};

/** Draws a change before going on, so that the very next key finds the field that the change brings. */
const drawn = (change: () => void): void => flushSync(change);

const useScoreKeys = (desk: Desk): void => {
  const { criterionId, content, document } = desk;
  const criterion = document.microCredential.rubric.criteria.find(({ id }) => id === criterionId);
  const { halfPoints } = document.microCredential.policies;
  const score = content.criteria.find((one) => one.criterionId === criterionId)?.score ?? null;
  const editable = document.editable && criterion !== undefined;

  const give = (next: number | null | undefined): void => {
    if (criterion === undefined || next === undefined || next === score) return;
    desk.decide({ op: 'score.set', criterionId: criterion.id, score: next });
  };
  const digit = (value: number) => (): void => {
    if (criterion !== undefined) give(scoreOfDigit(criterion, value));
  };
  const has = (value: number): boolean => editable && hasLevel(criterion, value);

  useShortcut('review.level1', digit(1), has(1));
  useShortcut('review.level2', digit(2), has(2));
  useShortcut('review.level3', digit(3), has(3));
  useShortcut('review.level4', digit(4), has(4));
  useShortcut('review.level5', digit(5), has(5));
  useShortcut('review.level6', digit(6), has(6));
  useShortcut('review.level7', digit(7), has(7));
  useShortcut('review.level8', digit(8), has(8));
  useShortcut('review.level9', digit(9), has(9));
  useShortcut('review.level0', digit(0), editable);
  useShortcut('review.clearScore', () => give(null), editable);
  useShortcut(
    'review.half',
    () => give(criterion === undefined ? undefined : toggleHalf(criterion, halfPoints, score)),
    editable && halfPoints,
  );
};

const hasLevel = (criterion: Criterion | undefined, score: number): boolean =>
  criterion !== undefined && allowedScores(criterion, false).includes(score);

const useCriterionKeys = (desk: Desk, screen: Screen): void => {
  const { criterionId, document } = desk;
  const stops = [...document.microCredential.rubric.criteria.map(({ id }) => id), null];
  const move = (direction: -1 | 1): void => {
    const at = stops.indexOf(criterionId);
    const next = stops[Math.min(stops.length - 1, Math.max(0, at + direction))];
    if (next === undefined || next === criterionId) return;
    drawn(() => desk.focusCriterion(next));
  };
  const unfold = (fold: Fold, field: string): void => {
    drawn(() => desk.setFold(fold, true));
    focusField(screen, field);
  };

  useShortcut('review.nextCriterion', () => move(1));
  useShortcut('review.previousCriterion', () => move(-1));
  useShortcut('review.rationale', () => focusField(screen, criterionId === null ? 'strength' : 'rationale'));
  useShortcut('review.feedback', () => unfold('feedback', 'strength'));
  useShortcut('review.conditions', () => unfold('conditions', 'condition'));
  useShortcut('review.overall', () => {
    drawn(() => desk.focusCriterion(null));
    focusField(screen, 'tab');
  });
};

const useEvidenceKeys = (desk: Desk, screen: Screen): void => {
  const { order, file, showFile, second, toggleSecond, otherStage } = desk.stages;
  const move = (direction: -1 | 1): void => {
    const at = file === null ? -1 : order.indexOf(file.item.id);
    const next = order[at + direction];
    if (next !== undefined) showFile(next);
  };
  // On a stage that cannot be cited the key says why.
  const citing = desk.document.editable && (desk.artifactId !== null || second !== null);
  useShortcut('review.nextEvidence', () => move(1), order.length > 1);
  useShortcut('review.previousEvidence', () => move(-1), order.length > 1);
  useShortcut('review.cite', () => desk.cite(false), citing);
  useShortcut('review.citeNote', () => desk.cite(true), citing);
  useShortcut('review.beside', toggleSecond);
  useShortcut('review.otherStage', otherStage, second !== null);
  useShortcut('review.changes', () => desk.stages.showBeside('changes'), desk.document.prior !== null);
  useShortcut('review.otherSide', () => moveRegion(screen.current, 1));
  useShortcut('review.previousSide', () => moveRegion(screen.current, -1));
};

const useViewerKeys = (desk: Desk): void => {
  const item = desk.stages.file?.item;
  const kind = item?.availability === 'here' ? item.kind : 'unknown';
  const plays = kind === 'video' || kind === 'audio';
  const pages = kind === 'pdf' || kind === 'text' || kind === 'document' || kind === 'captions';
  const zooms = pages || kind === 'image';
  const act = (action: ViewerAction) => (): void => void desk.performInViewer(action);

  useShortcut('evidence.playPause', act('play-pause'), plays);
  useShortcut('evidence.seekBack', act('seek-back'), plays);
  useShortcut('evidence.seekForward', act('seek-forward'), plays);
  useShortcut('evidence.slower', act('slower'), plays);
  useShortcut('evidence.faster', act('faster'), plays);
  useShortcut('evidence.mute', act('mute'), plays);
  useShortcut('evidence.captions', act('captions'), plays);
  useShortcut('evidence.frameBack', act('frame-back'), kind === 'video');
  useShortcut('evidence.frameForward', act('frame-forward'), kind === 'video');
  useShortcut('evidence.transcript', act('transcript'), plays);
  useShortcut('evidence.setStart', act('set-start'), plays);
  useShortcut('evidence.setEnd', act('set-end'), plays);
  useShortcut('evidence.loop', act('loop'), plays);
  useShortcut('evidence.find', act('find'), pages || plays);
  useShortcut('evidence.findNext', act('find-next'), pages || plays);
  useShortcut('evidence.findPrevious', act('find-previous'), pages || plays);
  useShortcut('evidence.thumbnails', act('thumbnails'), kind === 'pdf');
  useShortcut('evidence.markArea', act('mark-area'), kind === 'pdf' || kind === 'image' || kind === 'video');
  useShortcut('evidence.clearPlace', act('clear-place'), plays || zooms);
  useShortcut('evidence.nextPage', act('next-page'), pages);
  useShortcut('evidence.previousPage', act('previous-page'), pages);
  useShortcut('evidence.zoomIn', act('zoom-in'), zooms);
  useShortcut('evidence.zoomOut', act('zoom-out'), zooms);
  useShortcut('evidence.zoomFit', act('zoom-fit'), kind === 'pdf' || kind === 'image');
  useShortcut('evidence.rotate', act('rotate'), kind === 'pdf' || kind === 'image');
};

/** The commands of the screen, each available while it means something. */
export const useReviewKeys = (desk: Desk, screen: Screen): void => {
  const { document } = desk;
  const next = useNextAssignment(desk.assignmentId);
  const hasPrior = document.submission.attempt > 1;
  useScoreKeys(desk);
  useCriterionKeys(desk, screen);
  useEvidenceKeys(desk, screen);
  useViewerKeys(desk);
  useShortcut('review.priorFeedback', () => desk.showPrior(!desk.priorShown), hasPrior);
  useShortcut('review.submit', () => desk.openDialog('submit'), document.editable);
  useShortcut('review.retrySave', desk.flush, document.editable);
  useShortcut('review.nextInQueue', next.go, next.item !== null);
  useShortcut('review.childSafety', () => desk.openDialog('child-safety'));
  useShortcut('review.setAside', () => desk.openDialog('set-aside'), document.editable);
  useShortcut('review.recuse', () => desk.openDialog('recuse'), document.editable);
  useShortcut('review.history', () => desk.openDialog('history'));
  useShortcut('review.exportAnnotations', () => desk.openDialog('export-annotations'));
  useShortcut('review.importAnnotations', () => desk.openDialog('import-annotations'), document.editable);
  useShortcut('review.backToRubric', () => enterRegion(screen.current, 'rubric'));
};
