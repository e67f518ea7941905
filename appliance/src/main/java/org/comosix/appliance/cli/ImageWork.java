package org.comosix.appliance.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.comosix.appliance.domain.GenerationId;
import org.comosix.appliance.domain.ImageName;
import org.comosix.appliance.image.BootArtifacts;
import org.comosix.appliance.image.GenerationSummary;
import org.comosix.appliance.image.ImageCatalog;
import org.comosix.appliance.image.ImageRefusedException;
import org.comosix.appliance.image.ImportProgress;
import org.comosix.appliance.image.source.RootfsBuild;
import org.comosix.appliance.image.store.ScratchFile;

/** The long steps of the image commands, with a bar on each. One thread. */
public final class ImageWork {

  private final ImageCatalog catalog;
  private final Progress progress;

  public ImageWork(ImageCatalog catalog, Progress progress) {
    this.catalog = catalog;
    this.progress = progress;
  }

  /**
   * Runs the recipe and imports what it made.
   *
   * @param recipe the program {@code rootfs/build}
   * @param options of the recipe
   * @param scratch a directory with room for the tar
   */
  public GenerationId build(ImageName image, Path recipe, List<String> options, Path scratch) {
    try (ScratchFile tar = ScratchFile.in(scratch, ".tar")) {
      String step = "building " + image;
      new RootfsBuild(recipe)
          .run(tar.path(), options, (percent, what) -> progress.percent(step, percent, what));
      progress.done("built a root file system in " + progress.elapsed());
      return importFile(image, tar.path());
    }
  }

  /** Imports an archive as the next generation. */
  public GenerationId importFile(ImageName image, Path archive) {
    try (InputStream in = Files.newInputStream(archive)) {
      return importStream(image, in, Files.size(archive));
    } catch (NoSuchFileException e) {
      throw new ImageRefusedException("there is no file " + archive);
    } catch (AccessDeniedException e) {
      throw new ImageRefusedException("no permission to read " + archive);
    } catch (IOException e) {
      throw new ImageRefusedException("cannot read " + archive + ": " + e.getMessage());
    }
  }

  /** Imports an archive of a length that may be {@link ImportProgress#UNKNOWN}. */
  public GenerationId importStream(ImageName image, InputStream archive, long length) {
    GenerationId generation =
        catalog.importTar(
            image,
            archive,
            length,
            (phase, done, total) ->
                progress.bytes(phase.name().toLowerCase(Locale.ROOT), done, total));
    GenerationSummary summary = catalog.summary(generation);
    progress.done(
        "imported "
            + generation
            + ": "
            + summary.inodes()
            + " files, "
            + Progress.mebibytes(summary.contentBytes()));
    return generation;
  }

  /** Checks that a generation can boot, and makes it what the next boot gets. */
  public BootArtifacts publish(GenerationId generation) {
    progress.percent("publishing " + generation, 0, "looking for what it boots with");
    BootArtifacts artifacts = catalog.publish(generation);
    progress.done(
        "published "
            + generation
            + " (kernel "
            + artifacts.kernelVersion()
            + "): the next boot gets it");
    return artifacts;
  }
}
