import { Eye, EyeOff } from 'lucide-react';
import { type ReactNode, type Ref, useState } from 'react';
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
} from 'react-aria-components';
import { useMessages } from '../messages/use-messages.ts';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import styles from './field.module.css';

type TextFieldProps = Omit<AriaTextFieldProps, 'children' | 'className' | 'isInvalid'> & {
  readonly label: string;
  readonly hint?: ReactNode;
  /** A sentence; its presence makes the field invalid. */
  readonly error?: string | null;
  readonly placeholder?: string;
  /** Lines of a text area; one line without. */
  readonly rows?: number;
  readonly large?: boolean;
  readonly optional?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
};

/** A field for text with its label, hint and error. Passwords can be shown. */
export const TextField = ({
  label,
  hint,
  error = null,
  placeholder,
  rows,
  large = false,
  optional = false,
  inputRef,
  type = 'text',
  ...rest
}: TextFieldProps) => {
  const m = useMessages();
  const [revealed, setRevealed] = useState(false);
  const hold = placeholder === undefined ? {} : { placeholder };
  return (
    <AriaTextField
      {...rest}
      className={classNames(styles.field, large && styles.large)}
      isInvalid={error !== null}
      type={type === 'password' && revealed ? 'text' : type}
      validationBehavior="aria"
    >
      <Label className={styles.label ?? ''}>
        {label}
        {optional && <span className={styles.mark}>{`(${m.common.optional})`}</span>}
      </Label>
      <div className={styles.control} data-invalid={error === null ? undefined : true}>
        {rows === undefined ? (
          <Input
            className={styles.input ?? ''}
            {...(inputRef === undefined ? {} : { ref: inputRef })}
            {...hold}
          />
        ) : (
          <TextArea className={classNames(styles.input, styles.area)} rows={rows} {...hold} />
        )}
        {type === 'password' && (
          <span className={styles.reveal}>
            <IconButton
              icon={revealed ? <EyeOff /> : <Eye />}
              label={revealed ? m.common.hide : m.common.show}
              onPress={() => setRevealed(!revealed)}
              size="small"
            />
          </span>
        )}
      </div>
      {hint !== undefined && (
        <Text className={styles.hint ?? ''} slot="description">
          {hint}
        </Text>
      )}
      <FieldError className={styles.error ?? ''}>{error}</FieldError>
    </AriaTextField>
  );
};
