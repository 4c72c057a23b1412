import { AppShell } from '@kinora/ui';
import { useList } from './list/use-list.js';
import { VideoList } from './list/video-list.js';
import type { StudioPageProps } from './props.js';
import { UploadSection } from './upload/upload-section.js';
import { UploadedNotice } from './upload/uploaded-notice.js';

/** Upload, and what was uploaded. */
export function StudioPage({
  user,
  list: first,
  uploadMaxBytes,
  form,
  problem,
  uploadedId,
  bulkDone,
}: StudioPageProps) {
  const list = useList(first.page, first.query);
  const uploaded = list.videos.find(({ id }) => id === uploadedId);

  return (
    <AppShell user={user} current="studio" path="/studio">
      <div className="mx-auto grid max-w-5xl gap-10">
        <section className="grid gap-5" aria-labelledby="upload-heading">
          <h1 id="upload-heading" className="text-2xl font-bold tracking-tight">
            Upload videos
          </h1>
          {uploaded && <UploadedNotice video={uploaded} />}
          <UploadSection
            userName={user.name}
            uploadMaxBytes={uploadMaxBytes}
            typed={form}
            problem={problem}
            onVideo={list.put}
          />
        </section>
        <VideoList list={list} bulkDone={bulkDone} />
      </div>
    </AppShell>
  );
}
