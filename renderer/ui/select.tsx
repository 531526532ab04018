import { ChevronDown } from 'lucide-react';
import {
  Select as AriaSelect,
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from 'react-aria-components';
import styles from './select.module.css';

type SelectProps<Value extends string> = {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly title: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
};

/** One of many, from a list that opens. */
export const Select = <Value extends string>({ label, options, value, onChange }: SelectProps<Value>) => (
  <AriaSelect
    className={styles.field ?? ''}
    onChange={(key) => {
      if (key !== null) onChange(key as Value);
    }}
    value={value}
  >
    <Label className={styles.label ?? ''}>{label}</Label>
    <Button className={styles.button ?? ''}>
      <SelectValue />
      <ChevronDown aria-hidden />
    </Button>
    <Popover className={styles.popover ?? ''} offset={4}>
      <ListBox className={styles.list ?? ''}>
        {options.map((option) => (
          <ListBoxItem
            className={styles.item ?? ''}
            id={option.value}
            key={option.value}
            textValue={option.title}
          >
            {option.title}
          </ListBoxItem>
        ))}
      </ListBox>
    </Popover>
  </AriaSelect>
);
