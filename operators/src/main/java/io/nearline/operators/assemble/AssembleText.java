package io.nearline.operators.assemble;

import io.nearline.operators.deadletter.DeadLetters;
import io.nearline.operators.deadletter.Stage;
import io.nearline.operators.decode.Post;
import io.nearline.operators.metrics.PipelineMetrics;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Gives every post its text. */
public final class AssembleText extends ProcessFunction<Post, PostText> {

    private static final long serialVersionUID = 1L;

    private final TextRecipe recipe;
    private transient TextAssembler assembler;
    private transient DeadLetters deadLetters;
    private transient Counter cut;
    private transient Counter repaired;

    /** Assembles by the given recipe. */
    public AssembleText(TextRecipe recipe) {
        this.recipe = recipe;
    }

    @Override
    public void open(OpenContext context) {
        assembler = new TextAssembler(recipe);
        PipelineMetrics metrics = PipelineMetrics.of(getRuntimeContext());
        deadLetters = DeadLetters.of(getRuntimeContext(), metrics, Stage.ASSEMBLE);
        cut = metrics.textsCut();
        repaired = metrics.textsRepaired();
    }

    @Override
    public void processElement(Post post, Context context, Collector<PostText> out) {
        PostText assembled;
        try {
            assembled = assembler.assemble(post);
        } catch (RuntimeException unassemblable) {
            context.output(
                    DeadLetters.TAG,
                    deadLetters.write(Stage.ASSEMBLE, post.version().record(), unassemblable));
            return;
        }
        if (assembled.cut()) {
            cut.inc();
        }
        if (assembled.repaired()) {
            repaired.inc();
        }
        out.collect(assembled);
    }
}
