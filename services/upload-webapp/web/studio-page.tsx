import { AppShell } from '@kinora/ui';
import { useList } from './list/use-list.js';
import { VideoList } from './list/video-list.js';
import type { StudioPageProps } from './props.js';
import { UploadedNotice, UploadForm } from './upload/upload-form.js';

/** Upload, and what was uploaded. */
export function StudioPage({ user, list: first, uploadMaxBytes, form, problem, uploadedId }: StudioPageProps) {
  const list = useList(first.page, first.query);
  const uploaded = list.videos.find(({ id }) => id === uploadedId);

  return (
    <AppShell user={user} current="studio" path="/studio">
      <div className="mx-auto grid max-w-5xl gap-10">
        <section className="grid gap-5" aria-labelledby="upload-heading">
          <h1 id="upload-heading" className="text-2xl font-bold tracking-tight">
            Upload a video
          </h1>
          {uploaded && <UploadedNotice video={uploaded} />}
          <div className="rounded-2xl border border-line bg-surface p-4 shadow-sm sm:p-6">
            <UploadForm uploadMaxBytes={uploadMaxBytes} typed={form} problem={problem} onUploaded={list.prepend} />
          </div>
        </section>
        <VideoList list={list} />
      </div>
    </AppShell>
  );
}
