// The base of the benchmark for reading: reads all EXIF and XMP of the files that standard input
// names, a name a line. Prints the processor time that this took, in seconds.
#include <sys/resource.h>

#include <exiv2/exiv2.hpp>
#include <iostream>
#include <string>
#include <vector>

static double processor_time() {
    rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_utime.tv_sec + used.ru_stime.tv_sec +
           (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

int main() {
    Exiv2::XmpParser::initialize();
    Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute);
    std::vector<std::string> paths;
    for (std::string line; std::getline(std::cin, line);) paths.push_back(line);
    std::size_t characters = 0;
    const double start = processor_time();
    for (const auto& path : paths) {
        auto image = Exiv2::ImageFactory::open(path);
        image->readMetadata();
        for (const auto& tag : image->exifData()) characters += tag.toString().size();
        for (const auto& tag : image->xmpData()) characters += tag.toString().size();
    }
    const double spent = processor_time() - start;
    if (characters == 0) return 1;  // it found nothing, and so was no base
    std::cout << spent << std::endl;
}
