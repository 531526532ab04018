import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import { problem } from '../../shared/lib/problem.ts';
import { fail } from '../../shared/lib/result.ts';
import type { AssayBridge } from '../../shared/workbench-api/bridge.ts';
import type { Notice } from '../../shared/workbench-api/notices.ts';
import { callChannel, evidenceOrigin, noticeChannel } from '../host/electron-addresses.ts';

const bridge: AssayBridge = {
  host: 'electron',
  call: (name, input) =>
    ipcRenderer
      .invoke(callChannel, name, input)
      .catch(() => fail(problem('internal', { detail: 'the Assay program behind this window has ended' }))),
  onNotice: (listener) => {
    const hear = (_event: IpcRendererEvent, notice: Notice): void => listener(notice);
    ipcRenderer.on(noticeChannel, hear);
    return () => void ipcRenderer.off(noticeChannel, hear);
  },
  evidenceUrl: (artifactId) => `${evidenceOrigin}/${encodeURIComponent(artifactId)}`,
};

contextBridge.exposeInMainWorld('assay', bridge);
