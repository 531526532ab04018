import type { ServerResponse } from 'node:http';
import type { Notice } from '../../shared/workbench-api/notices.ts';

export type NoticeStreams = {
  /** Answers a request for the event stream and keeps it open. */
  open(response: ServerResponse, headers: Readonly<Record<string, string>>): void;
  send(notice: Notice): void;
  /** Pages that listen. */
  count(): number;
  close(): void;
};

/** Bytes that may wait for a page that does not read; past it the stream is cut and the page connects again. */
const backlogLimit = 1_000_000;

/** The open event streams of this run's pages. A page that connects again fetches everything it shows once more. */
export const createNoticeStreams = (): NoticeStreams => {
  const streams = new Set<ServerResponse>();
  return {
    open: (response, headers) => {
      response.writeHead(200, {
        ...headers,
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
      });
      response.write('retry: 500\n\n');
      streams.add(response);
      response.once('close', () => streams.delete(response));
    },
    send: (notice) => {
      for (const stream of streams) {
        stream.write(`data: ${JSON.stringify(notice)}\n\n`);
        if (stream.writableLength > backlogLimit) stream.destroy();
      }
    },
    count: () => streams.size,
    close: () => {
      for (const stream of streams) stream.end();
    },
  };
};
