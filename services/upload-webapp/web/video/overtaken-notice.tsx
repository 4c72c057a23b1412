import { Button, Notice } from '@kinora/ui';
import type { StudioVideo } from '../props.js';
import { languageName } from './languages.js';

const tellsOf = ({ title, description, tags, language, visibility }: StudioVideo): [string, string][] => [
  ['Title', title],
  ['Description', description || 'None'],
  ['Tags', tags.join(', ') || 'None'],
  ['Language', languageName(language)],
  ['Who can watch', visibility],
];

interface OvertakenNoticeProps {
  newer: StudioVideo;
  onTakeNewer: () => void;
  onSaveMine: () => void;
}

/** Another window was first: nothing that was typed is lost, and nothing of the other is overwritten unseen. */
export const OvertakenNotice = ({ newer, onTakeNewer, onSaveMine }: OvertakenNoticeProps) => (
  <Notice tone="bad" title="This video was changed in another window">
    <div className="grid gap-3">
      <p>Your changes are not saved yet. They are still in the form.</p>
      <details>
        <summary className="rounded font-semibold">Look at the newer one</summary>
        <dl className="mt-2 grid gap-x-4 gap-y-1 sm:grid-cols-[auto_1fr]">
          {tellsOf(newer).map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd className="whitespace-pre-line">{value}</dd>
            </div>
          ))}
        </dl>
      </details>
      <div className="flex flex-wrap gap-3">
        <Button onClick={onTakeNewer}>Use the newer one</Button>
        <Button onClick={onSaveMine}>Save mine over it</Button>
      </div>
    </div>
  </Notice>
);
