package dev.airlock.explorer;

import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.posture.PostureView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How gateway and executors come to know postures.
 *
 * <p>{@link #REMEMBERING} readers are as they are: each holds a view, and reads are moves of their own. {@link #WHOEVER} readers hold nothing.
 * Whenever one of them has to know, it may know any beginning of the topic of postures together with any lease that was ever published,
 * received at any time since. So it does whatever a reader can do that is late, reads the two topics in either order, loses a lease, or has
 * forgotten everything a moment ago, and more: what no such reader breaks, no real one does. It makes for far fewer states.
 */
enum Readers {
    REMEMBERING {
        @Override
        List<PostureView> views(World world, PostureView held) {
            return List.of(held);
        }

        /* That an older one arrives late is the same as that the newest did not arrive. */
        @Override
        List<Lease> published(List<Lease> before, Lease newest) {
            return List.of(newest);
        }
    },
    WHOEVER {
        @Override
        List<PostureView> views(World world, PostureView held) {
            Set<PostureView> views = new LinkedHashSet<>();
            for (int known = 0; known <= world.postures().size(); known++) {
                List<Posture> postures = world.postures().subList(0, known);
                views.add(read(PostureView.unknown(), postures));
                for (Lease lease : world.leases()) {
                    IntStream.rangeClosed(0, world.tick())
                            .filter(tick -> !Cast.at(tick).wall().isBefore(lease.issuedAt()))
                            .mapToObj(tick -> PostureView.unknown()
                                    .replay(lease, Cast.at(tick).nanos()))
                            .forEach(view -> views.add(read(view, postures)));
                }
            }
            return List.copyOf(views);
        }

        @Override
        List<Lease> published(List<Lease> before, Lease newest) {
            List<Lease> all = new ArrayList<>(before);
            all.add(newest);
            all.sort(Comparator.comparingLong(Lease::sequence).thenComparing(Lease::issuedAt));
            return List.copyOf(all);
        }
    };

    /** What a reader who holds this may go by. */
    abstract List<PostureView> views(World world, PostureView held);

    /** The leases that may still be read once one more was published. */
    abstract List<Lease> published(List<Lease> before, Lease newest);

    static PostureView read(PostureView view, List<Posture> postures) {
        PostureView told = view;
        for (Posture posture : postures) {
            told = told.replay(posture);
        }
        return told;
    }
}
