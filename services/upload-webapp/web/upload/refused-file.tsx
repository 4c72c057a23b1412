import type { ProblemCode, ProblemDocument } from '@kinora/contracts';
import { Button, LinkButton, ProblemNotice } from '@kinora/ui';
import { listPagePath, WHOLE_LIST } from '../list/list-query.js';
import { ChooseAgain } from './choose-again.js';
import type { QueuedFile } from './queue.js';
import { UNREADABLE } from './send-failure.js';
import type { UploadQueue } from './upload-queue.js';

/** Another try with the same file would end in the same way. */
const NEVER_TAKEN: ProblemCode[] = ['not-a-video', 'file-too-large'];

/** In tabs of their own: this page goes on sending. */
const RoomMakers = () => (
  <>
    <LinkButton href={listPagePath({ ...WHOLE_LIST, sort: 'largest' })} target="_blank">
      Look at your largest videos
    </LinkButton>
    <LinkButton href={listPagePath({ ...WHOLE_LIST, state: 'trashed' })} target="_blank">
      Look into the trash
    </LinkButton>
  </>
);

interface RefusedFileProps {
  item: QueuedFile;
  uploads: UploadQueue;
  problem: ProblemDocument;
}

/** Why a file was not taken, and what can be done about it. */
export const RefusedFile = ({ item, uploads, problem }: RefusedFileProps) => (
  <div className="grid gap-3">
    <ProblemNotice problem={problem} loginPath="/studio" />
    <div className="flex flex-wrap gap-2">
      {problem === UNREADABLE && <ChooseAgain name={item.name} onFile={(file) => uploads.add([file])} />}
      {problem !== UNREADABLE && !NEVER_TAKEN.includes(problem.code) && (
        <Button onClick={() => uploads.resume(item.key)}>
          Try again<span className="sr-only"> with {item.name}</span>
        </Button>
      )}
      {problem.code === 'quota-exceeded' && <RoomMakers />}
    </div>
  </div>
);
