import { exportAnnotations } from '../../services/annotations/export-annotations.ts';
import { importAnnotations } from '../../services/annotations/import-annotations.ts';
import { type Handlers, onWorkspace, reviewDeps } from '../handler.ts';

export const annotationHandlers: Handlers<'review.exportAnnotations' | 'review.importAnnotations'> = {
  'review.exportAnnotations': onWorkspace((workspace, input, { deps }) =>
    exportAnnotations({ workspace, ports: deps.ports }, input),
  ),
  'review.importAnnotations': onWorkspace((workspace, input, desk) =>
    importAnnotations(reviewDeps(desk, workspace), input),
  ),
};
