package io.firmament.device;

import io.firmament.device.core.Notice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands what the machine has to say to the application. */
final class Callbacks {
  private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

  private final UpdateListener application;

  Callbacks(UpdateListener application) {
    this.application = application;
  }

  /** Whether the application passed its self-test; one that throws has failed it. */
  boolean selfTest() {
    try {
      return application.selfTest();
    } catch (RuntimeException e) {
      LOG.error("the self-test of the application threw", e);
      return false;
    }
  }

  void tell(Notice notice) {
    if (notice instanceof Notice.Began began) {
      application.updateBegan(began.order(), began.receivedBytes());
    } else if (notice instanceof Notice.Progress progress) {
      application.updateProgressed(progress.blocks(), progress.of());
    } else if (notice instanceof Notice.Verifying verifying) {
      application.updateVerifying(verifying.order());
    } else if (notice instanceof Notice.Complete complete) {
      application.updateComplete(complete.version());
    } else if (notice instanceof Notice.Failed failed) {
      application.updateFailed(failed.reason(), failed.detail());
    } else if (notice instanceof Notice.Confirmed confirmed) {
      application.confirmed(confirmed.version());
    } else if (notice instanceof Notice.RolledBack left) {
      application.rolledBack(left.version(), left.reason());
    } else {
      tellStatus(notice);
    }
  }

  private void tellStatus(Notice notice) {
    if (notice instanceof Notice.UpdatePending pending) {
      application.updatePending(pending.pending());
    } else if (notice instanceof Notice.ResetPending) {
      application.resetPending();
    } else if (notice instanceof Notice.Resetting) {
      application.resetting();
    } else if (notice instanceof Notice.Cloud cloud) {
      application.cloudStatus(cloud.status(), cloud.detail());
    } else if (notice instanceof Notice.RootTrusted trusted) {
      application.rootTrusted(trusted.number());
    } else if (notice instanceof Notice.RootRefused refused) {
      application.rootRefused(refused.fault(), refused.detail());
    } else if (notice instanceof Notice.StorageTrouble trouble) {
      application.storageFailed(trouble.failure());
    } else {
      throw new AssertionError("the list of notices is closed: " + notice);
    }
  }
}
