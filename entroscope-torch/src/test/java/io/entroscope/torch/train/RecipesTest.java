package io.entroscope.torch.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.torch.train.TrainingOptions.Optimizer;
import io.entroscope.torch.train.TrainingOptions.Rule;
import org.junit.jupiter.api.Test;

class RecipesTest {
  private static String recipe(String what) {
    return Recipes.of(what, 1, 1).describe();
  }

  @Test
  void namedNetworksHaveRecipesOfTheirOwn() {
    assertThat(recipe("mnist-3fc")).contains("6 epochs", "rate 0.1 ", "flip false", "crop 2");
    assertThat(recipe(" mnist-3fc ")).isEqualTo(recipe("mnist-3fc"));
    for (String name : new String[] {"cifar-2fc", "cifar-4fc", "cifar-6fc"}) {
      assertThat(recipe(name)).contains("12 epochs", "rate 0.05 ", "flip true", "crop 4");
    }
  }

  @Test
  void networksWithBlocksHaveRecipesOfTheirOwn() {
    assertThat(recipe("resnet8"))
        .contains("30 epochs, batches of 64, sgd", "one_cycle", "flip true, crop 4");
    assertThat(recipe("resnet20"))
        .contains("30 epochs, batches of 128, sgd", "one_cycle", "flip true, crop 4");
    assertThat(recipe("vit-tiny"))
        .contains("8 epochs", "adamw", "rate 0.002 warm_cosine", "decay 0.05", "crop 2");
    assertThat(recipe("patch4 vit64x6 fc8")).contains("adamw", "warm_cosine", "crop 0");
    assertThat(recipe("conv16 res16")).contains("sgd", "crop 0");
  }

  @Test
  void aTransformersRateIsNotThatOfGradientDescent() {
    TrainingOptions recipe = Recipes.of("vit-tiny", 1, 1);
    assertThat(Recipes.optimizer(recipe, Rule.ADAM).learningRate()).isEqualTo(0.002);
    assertThat(Recipes.optimizer(recipe, Rule.SGD))
        .isEqualTo(new Optimizer(Rule.SGD, 0.05, 0.9, 5e-4));
  }

  @Test
  void adamTakesSmallerSteps() {
    TrainingOptions recipe = Recipes.of("mnist-3fc", 1, 1);
    assertThat(Recipes.optimizer(recipe, Rule.SGD)).isEqualTo(recipe.optimizer());
    for (Rule rule : new Rule[] {Rule.ADAM, Rule.ADAMW}) {
      assertThat(Recipes.optimizer(recipe, rule)).isEqualTo(new Optimizer(rule, 0.002, 0.9, 5e-4));
    }
  }

  @Test
  void theRecipeOfAFileDoesNotDependOnHowItsPathIsWritten() {
    String general = recipe("conv16 pool fc128");
    assertThat(general).contains("12 epochs", "rate 0.05 ", "flip false", "crop 0");
    for (String file :
        new String[] {
          "mnist-3fc.onnx", "demo/mnist-3fc.onnx", "./mnist-3fc.onnx", "cifar-4fc.onnx", "x.onnx"
        }) {
      assertThat(recipe(file)).as(file).isEqualTo(general);
    }
  }
}
