import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { describeObjectStore, testS3 } from '@kinora/testing';
import { createS3Store } from './s3-store.js';

const GIB = 1024 ** 3;

describeObjectStore('S3', async () => {
  const { client, bucket, endpoint, region, ...credentials } = await testS3();
  return {
    store: createS3Store({ bucket, endpoint, region, credentials, objectMaxBytes: 20 * GIB }),
    async unfinished() {
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
      return Uploads.map((upload) => String(upload.Key));
    },
  };
});
