// The sources are those of ../analysis. First: mvn -DskipTests install in the root of the checkout.
plugins {
    application
}

repositories {
    mavenLocal()
    mavenCentral()
}

dependencies {
    implementation("io.entroscope:entroscope-core:0.1.0")
}

java {
    toolchain {
        languageVersion = JavaLanguageVersion.of(17)
    }
}

sourceSets {
    main {
        java.srcDir("../analysis/src/main/java")
    }
}

application {
    mainClass = "example.Entropies"
}
