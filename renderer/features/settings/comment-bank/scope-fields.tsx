import type { SnippetScope } from '../../../../shared/domain/comment-snippet.ts';
import type { CriterionId, MicroCredentialId } from '../../../../shared/domain/ids.ts';
import { useMessages } from '../../../messages/use-messages.ts';
import { useCommentBank } from '../../../stores/use-stores.tsx';
import { Select } from '../../../ui/select.tsx';

type ScopeFieldsProps = {
  readonly scope: SnippetScope;
  readonly onChange: (scope: SnippetScope) => void;
};

type Option = { readonly value: string; readonly title: string };

const all = 'all';

/** The value of an option: an id behind a sign, so that none can be taken for `all`. */
const optionOf = (id: string | null): string => (id === null ? all : `=${id}`);
const idOf = (value: string): string | null => (value === all ? null : value.slice(1));

/** With the value chosen now even when what it names has left this computer: opening the form changes nothing. */
const withChosen = (options: readonly Option[], chosen: string | null, gone: string): readonly Option[] =>
  options.some(({ value }) => value === optionOf(chosen))
    ? options
    : [...options, { value: optionOf(chosen), title: gone }];

/** Where a snippet is offered: everywhere, with one micro-credential, or on one of its criteria. */
export const ScopeFields = ({ scope, onChange }: ScopeFieldsProps) => {
  const m = useMessages();
  const issuers = useCommentBank((slice) => slice.issuers);
  const issuer = issuers.find(({ microCredentialId }) => microCredentialId === scope.microCredentialId);
  const microCredentials = issuers.map(({ microCredentialId, code, title }) => ({
    value: optionOf(microCredentialId),
    title: m.commentBank.scopeOf(code, title),
  }));
  const criteria = (issuer?.criteria ?? []).map(({ id, title }) => ({ value: optionOf(id), title }));
  return (
    <>
      <Select
        label={m.commentBank.fieldMicroCredential}
        onChange={(value) =>
          onChange({ microCredentialId: idOf(value) as MicroCredentialId | null, criterionId: null })
        }
        options={withChosen(
          [{ value: all, title: m.commentBank.everywhere }, ...microCredentials],
          scope.microCredentialId,
          m.commentBank.gone,
        )}
        value={optionOf(scope.microCredentialId)}
      />
      {scope.microCredentialId !== null && (
        <Select
          label={m.commentBank.fieldCriterion}
          onChange={(value) => onChange({ ...scope, criterionId: idOf(value) as CriterionId | null })}
          options={withChosen(
            [{ value: all, title: m.commentBank.everyCriterion }, ...criteria],
            scope.criterionId,
            m.commentBank.gone,
          )}
          value={optionOf(scope.criterionId)}
        />
      )}
    </>
  );
};
