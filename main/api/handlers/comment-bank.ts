import {
  countCommentUse,
  listCommentBank,
  putCommentSnippet,
  removeCommentSnippet,
} from '../../services/comment-bank.ts';
import type { ActiveWorkspace, Desk } from '../../services/desk.ts';
import { type Handlers, onWorkspace } from '../handler.ts';

const bankDeps = (workspace: ActiveWorkspace, { deps }: Desk) => ({
  workspace,
  bus: deps.bus,
  clock: deps.ports.clock,
});

export const commentBankHandlers: Handlers<
  'commentBank.list' | 'commentBank.put' | 'commentBank.remove' | 'commentBank.used'
> = {
  'commentBank.list': onWorkspace(listCommentBank),
  'commentBank.put': onWorkspace((workspace, snippet, desk) =>
    putCommentSnippet(bankDeps(workspace, desk), snippet),
  ),
  'commentBank.remove': onWorkspace((workspace, { id }, desk) =>
    removeCommentSnippet(bankDeps(workspace, desk), id),
  ),
  'commentBank.used': onWorkspace((workspace, { id }, desk) =>
    countCommentUse(bankDeps(workspace, desk), id),
  ),
};
