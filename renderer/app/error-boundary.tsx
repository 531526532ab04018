import { Component, type ErrorInfo, type ReactNode } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { Button } from '../ui/button.tsx';
import styles from './error-boundary.module.css';

type ErrorBoundaryProps = {
  readonly children: ReactNode;
  /** A change of it is a new start: another screen. */
  readonly resetKey?: string;
};

type ErrorBoundaryState = { readonly error: unknown; readonly resetKey: string | undefined };

/** A fault in one screen leaves the frame standing and says what is safe. Only a class can catch in React. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: null, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<ErrorBoundaryState> {
    return { error: error ?? new Error('something that is no error was thrown') };
  }

  static getDerivedStateFromProps(
    { resetKey }: ErrorBoundaryProps,
    state: ErrorBoundaryState,
  ): Partial<ErrorBoundaryState> | null {
    return resetKey === state.resetKey ? null : { error: null, resetKey };
  }

  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo): void {
    console.error('a screen failed', error, componentStack);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return <Fault error={error} onRetry={() => this.setState({ error: null })} />;
  }
}

const Fault = ({ error, onRetry }: { error: unknown; onRetry: () => void }) => {
  const m = useMessages();
  return (
    <div className={styles.fault} role="alert">
      <h1 className={styles.title}>{m.app.errorTitle}</h1>
      <p>{m.app.errorText}</p>
      <pre className={styles.detail}>{error instanceof Error ? error.message : String(error)}</pre>
      <div className={styles.actions}>
        <Button onPress={onRetry} variant="primary">
          {m.app.errorRetry}
        </Button>
        <Button onPress={() => window.location.reload()}>{m.app.errorReload}</Button>
      </div>
    </div>
  );
};
